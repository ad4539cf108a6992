//! Tags of pipelines.

use aws_sdk_codepipeline::types::Tag;

use super::api::{Pipelines, call};
use crate::aws::{
    arn::{Arn, Kind as ArnKind},
    error::{Error, Kind},
    tags::{TagChange, Tags, in_answer},
    wait::Patience,
    wire::{all_pages, failed},
};

impl Pipelines {
    /// Returns the tags of a pipeline.
    ///
    /// # Errors
    /// Returns the failure of `ListTagsForResource`.
    pub async fn tags(&self, arn: &Arn) -> Result<Tags, Error> {
        let client = self.client(region_of(arn)?).await?;
        let call = call("ListTagsForResource");
        let tags = all_pages(call, |token| async {
            let request = client.list_tags_for_resource().resource_arn(arn.as_str());
            let answer = request.set_next_token(token).send().await;
            let answer = answer.map_err(|error| failed(call, error))?;
            Ok((answer.tags.unwrap_or_default(), answer.next_token))
        });
        in_answer(call, tags.await?.into_iter().map(|tag| (tag.key, tag.value)))
    }

    /// Changes the tags of a pipeline; an empty change calls nothing.
    ///
    /// # Errors
    /// Returns the failure of `UntagResource`, or of `TagResource` after the removal.
    pub async fn change_tags(&self, arn: &Arn, change: &TagChange, patience: &Patience) -> Result<(), Error> {
        let client = self.client(region_of(arn)?).await?;
        if !change.remove.is_empty() {
            let request = client.untag_resource().resource_arn(arn.as_str());
            let request = request.set_tag_keys(Some(change.remove.clone()));
            self.persist(patience, async || {
                let sent = request.clone().send().await;
                sent.map_err(|error| failed(call("UntagResource"), error))
            })
            .await?;
        }
        if !change.set.is_empty() {
            let request = client.tag_resource().resource_arn(arn.as_str());
            let request = request.set_tags(Some(to_sdk(&change.set)));
            self.persist(patience, async || {
                let sent = request.clone().send().await;
                sent.map_err(|error| failed(call("TagResource"), error))
            })
            .await?;
        }
        Ok(())
    }
}

fn region_of(arn: &Arn) -> Result<&str, Error> {
    if arn.kind() == ArnKind::Pipeline {
        return Ok(arn.region());
    }
    let text = format!("{arn} is not the ARN of a pipeline");
    Err(Error::new(Kind::Validation, text))
}

fn to_sdk(tags: &Tags) -> Vec<Tag> {
    let tag = |(key, value)| Tag::builder().key(key).value(value).build();
    let tag = |pair| tag(pair).expect("key and value of a tag are given");
    tags.iter().map(tag).collect()
}
