//! The checks. Each creates its own objects, and deletes them again whatever AWS responds.

use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    Arn, Error, connections::Filter, error::Kind, pipelines::version, service::Service,
};

use super::{
    account::{TestAccount, patience, unique},
    assumptions::Found,
};

/// Turns a failed call, or an answer that contradicts the assumption, into its text.
fn holds(held: bool, found: impl FnOnce() -> String) -> Found {
    if held { Ok(()) } else { Err(found()) }
}

fn text(error: &Error) -> String {
    format!("{} ({})", error.message(), error.code().unwrap_or("no error class"))
}

async fn delete_connections(account: &TestAccount, arns: impl IntoIterator<Item = &Arn>) -> Found {
    for arn in arns {
        account.connections.delete(arn).await.map_err(|error| text(&error))?;
    }
    Ok(())
}

pub(super) async fn connections_of_two_types_share_a_name(account: &TestAccount) -> Found {
    let name = unique("twin");
    let first = account.create_connection(&name, "GitLab", None).await;
    let second = account.create_connection(&name, "GitHub", None).await;
    delete_connections(account, first.iter().chain(&second)).await?;
    first.and(second).map(drop).map_err(|error| text(&error))
}

pub(super) async fn a_new_connection_is_listed(account: &TestAccount) -> Found {
    let created = account.create_connection(&unique("listed"), "GitLab", None).await;
    let arn = created.map_err(|error| text(&error))?;
    let listed = account
        .connections
        .list(Service::CodeConnections, &account.region, &Filter::default())
        .await;
    delete_connections(account, [&arn]).await?;
    let listed = listed.map_err(|error| text(&error))?;
    let is_there = listed.iter().any(|connection| connection.arn == arn);
    holds(is_there, || {
        format!("{arn} is not in the list of {} connections", listed.len())
    })
}

pub(super) async fn the_other_arn_is_found_or_absent(account: &TestAccount) -> Found {
    let arn: Arn = account
        .furniture
        .connection
        .parse()
        .map_err(|error| format!("{error}"))?;
    let swapped = match Service::from_prefix(arn.service()) {
        Some(service) => arn.as_str().replacen(service.as_str(), service.other().as_str(), 1),
        None => return Err(format!("{arn} is of neither API")),
    };
    let swapped: Arn = swapped.parse().map_err(|error| format!("{error}"))?;
    account
        .connections
        .get(&swapped)
        .await
        .map(drop)
        .map_err(|error| text(&error))
}

pub(super) async fn hosts_share_a_name(account: &TestAccount) -> Found {
    let name = unique("host");
    let (first, second) = (account.create_host(&name).await, account.create_host(&name).await);
    for arn in first.iter().chain(&second) {
        account
            .hosts
            .delete(arn, &patience())
            .await
            .map_err(|error| text(&error))?;
    }
    first.and(second).map(drop).map_err(|error| text(&error))
}

pub(super) async fn a_pending_host_takes_a_connection(account: &TestAccount) -> Found {
    let host = account
        .create_host(&unique("pending"))
        .await
        .map_err(|error| text(&error))?;
    let created = account
        .create_connection(&unique("pending"), "GitLabSelfManaged", Some(&host))
        .await;
    delete_connections(account, &created).await?;
    account
        .hosts
        .delete(&host, &patience())
        .await
        .map_err(|error| text(&error))?;
    created.map(drop).map_err(|error| text(&error))
}

pub(super) async fn a_host_with_a_connection_is_not_deleted(account: &TestAccount) -> Found {
    let host = account
        .create_host(&unique("in-use"))
        .await
        .map_err(|error| text(&error))?;
    let created = account
        .create_connection(&unique("on-host"), "GitLabSelfManaged", Some(&host))
        .await;
    let refused = account.hosts.delete(&host, &patience()).await;
    delete_connections(account, &created).await?;
    account
        .hosts
        .delete(&host, &patience())
        .await
        .map_err(|error| text(&error))?;
    created.map_err(|error| text(&error))?;
    match refused {
        Err(error) => holds(matches!(error.kind(), Kind::Unavailable | Kind::Conflict), || {
            text(&error)
        }),
        Ok(_) => Err("the host was deleted".to_owned()),
    }
}

/// Creates a pipeline, lets `look` judge what AWS made of it, and deletes it.
async fn with_pipeline(
    account: &TestAccount,
    declaration: Value,
    look: impl AsyncFnOnce(Result<Value, Error>) -> Found,
) -> Found {
    let name = declaration["name"].as_str().unwrap_or_default();
    let found = look(account.create_pipeline(&declaration).await).await;
    let deleted = account.pipelines.delete(&account.region, name, &patience()).await;
    deleted.map_err(|error| text(&error))?;
    found
}

/// Returns the current declaration, as AWS returns it on a read.
async fn current(account: &TestAccount, name: &str) -> Result<Value, String> {
    let read = account
        .pipelines
        .get(&account.region, name)
        .await
        .map_err(|error| text(&error))?;
    read.map(|found| found.declaration)
        .ok_or_else(|| format!("the pipeline {name} does not exist"))
}

pub(super) async fn a_default_trigger_is_added(account: &TestAccount) -> Found {
    let name = unique("default");
    with_pipeline(account, account.declaration(&name), async |created| {
        created.map_err(|error| text(&error))?;
        let triggers = current(account, &name).await?["triggers"].take();
        let git = &triggers[0]["gitConfiguration"];
        let is_default =
            git["sourceActionName"] == "GitLab" && git["push"][0]["branches"]["includes"] == json!(["main"]);
        holds(is_default, || format!("the triggers are {triggers}"))
    })
    .await
}

pub(super) async fn detect_changes_is_kept_beside_a_trigger(account: &TestAccount) -> Found {
    let name = unique("detect");
    let mut declaration = account.declaration(&name);
    declaration["stages"][0]["actions"][0]["configuration"]["DetectChanges"] = json!("true");
    let push = json!([{ "branches": { "includes": ["release/*"] } }]);
    declaration["triggers"] = json!([{
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": "GitLab", "push": push },
    }]);
    with_pipeline(account, declaration, async |created| {
        created.map_err(|error| text(&error))?;
        let found = current(account, &name).await?;
        let detects = &found["stages"][0]["actions"][0]["configuration"]["DetectChanges"];
        let triggers = &found["triggers"];
        let is_kept = detects == "true" && triggers[0]["gitConfiguration"]["push"] == push && triggers[1].is_null();
        holds(is_kept, || {
            format!("DetectChanges is {detects}, and the triggers are {triggers}")
        })
    })
    .await
}

pub(super) async fn an_unknown_key_is_refused(account: &TestAccount) -> Found {
    let mut declaration = account.declaration(&unique("key"));
    declaration["stages"][0]["actions"][0]["configuration"]["Depth"] = json!("1");
    with_pipeline(account, declaration, async |created| match created {
        Err(error) => holds(error.kind() == Kind::Validation, || text(&error)),
        Ok(_) => Err("the pipeline was created".to_owned()),
    })
    .await
}

pub(super) async fn a_pipeline_changes_to_v1(account: &TestAccount) -> Found {
    let mut declaration = account.declaration(&unique("type"));
    let changed = declaration.clone();
    declaration["stages"][0]["actions"][0]["configuration"]["DetectChanges"] = json!("false");
    with_pipeline(account, declaration.clone(), async |created| {
        created.map_err(|error| text(&error))?;
        let mut changed = changed;
        changed["pipelineType"] = json!("V1");
        let updated = account.pipelines.update(&account.region, &changed, &patience()).await;
        let updated = updated.map_err(|error| text(&error))?;
        holds(updated["pipelineType"] == "V1", || {
            format!("the type is {}", updated["pipelineType"])
        })
    })
    .await
}

pub(super) async fn an_update_of_nothing_is_not_found(account: &TestAccount) -> Found {
    let declaration = account.declaration(&unique("absent"));
    match account
        .pipelines
        .update(&account.region, &declaration, &patience())
        .await
    {
        Err(error) => holds(error.kind() == Kind::NotFound, || text(&error)),
        Ok(_) => {
            let name = declaration["name"].as_str().unwrap_or_default();
            let deleted = account.pipelines.delete(&account.region, name, &patience()).await;
            deleted.map_err(|error| text(&error))?;
            Err("the update created the pipeline".to_owned())
        }
    }
}

pub(super) async fn version_1_stays_as_it_was(account: &TestAccount) -> Found {
    let name = unique("versions");
    with_pipeline(account, account.declaration(&name), async |created| {
        created.map_err(|error| text(&error))?;
        let before = current(account, &name).await?;
        let mut changed = before.clone();
        changed["stages"][1]["name"] = json!("Release");
        let updated = account.pipelines.update(&account.region, &changed, &patience()).await;
        let updated = updated.map_err(|error| text(&error))?;
        let first = account.pipelines.get_version(&account.region, &name, 1).await;
        let first = first.map_err(|error| text(&error))?.map(|found| found.declaration);
        let is_same = version(&updated) == Some(2) && first.as_ref() == Some(&before);
        holds(is_same, || format!("version 1 is {first:?}"))
    })
    .await
}
