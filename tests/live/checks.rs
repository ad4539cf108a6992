//! The checks. Each creates its own objects, and deletes them again whatever AWS responds.

use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    Arn, Error, connections::Filter, error::Kind, pipelines::version, service::Service,
};

use super::account::{TestAccount, patience, unique};

/// A response that contradicts the assumption.
#[derive(Debug)]
pub(super) struct Contradiction(pub(super) String);

/// The result of a check.
pub(super) type Found = Result<(), Contradiction>;

impl From<Error> for Contradiction {
    fn from(error: Error) -> Self {
        Self(format!(
            "{} ({})",
            error.message(),
            error.code().unwrap_or("no error class")
        ))
    }
}

fn contradiction(text: impl Into<String>) -> Found {
    Err(Contradiction(text.into()))
}

/// Returns a contradiction with the text `found` unless the assumption `held`.
fn holds(held: bool, found: impl FnOnce() -> String) -> Found {
    if held { Ok(()) } else { contradiction(found()) }
}

async fn delete_connections(account: &TestAccount, arns: impl IntoIterator<Item = &Arn>) -> Found {
    for arn in arns {
        account.connections.delete(arn).await?;
    }
    Ok(())
}

pub(super) async fn connections_of_two_types_share_a_name(account: &TestAccount) -> Found {
    let name = unique("twin");
    let first = account.create_connection(&name, "GitLab", None).await;
    let second = account.create_connection(&name, "GitHub", None).await;
    delete_connections(account, first.iter().chain(&second)).await?;
    first.and(second)?;
    Ok(())
}

pub(super) async fn a_new_connection_is_listed(account: &TestAccount) -> Found {
    let arn = account.create_connection(&unique("listed"), "GitLab", None).await?;
    let listed = account
        .connections
        .list(Service::CodeConnections, &account.region, &Filter::default())
        .await;
    delete_connections(account, [&arn]).await?;
    let listed = listed?;
    let is_there = listed.iter().any(|connection| connection.arn == arn);
    holds(is_there, || {
        format!("{arn} is not in the list of {} connections", listed.len())
    })
}

pub(super) async fn the_other_arn_is_found_or_absent(account: &TestAccount) -> Found {
    let arn = &account.furniture.connection;
    let Some(other) = Service::other_arn(arn) else {
        return contradiction(format!("{arn} is of neither API"));
    };
    account.connections.get(&other).await?;
    Ok(())
}

pub(super) async fn hosts_share_a_name(account: &TestAccount) -> Found {
    let name = unique("host");
    let (first, second) = (account.create_host(&name).await, account.create_host(&name).await);
    for arn in first.iter().chain(&second) {
        account.hosts.delete(arn, &patience()).await?;
    }
    first.and(second)?;
    Ok(())
}

/// Creates a host, which is pending, and a connection on it. Deletes both after `look` has judged them.
async fn with_connection_on_host(account: &TestAccount, look: impl AsyncFnOnce(&Arn) -> Found) -> Found {
    let name = unique("on-host");
    let host = account.create_host(&name).await?;
    let created = account.create_connection(&name, "GitLabSelfManaged", Some(&host)).await;
    let found = match &created {
        Ok(_) => look(&host).await,
        Err(_) => Ok(()),
    };
    let deleted = delete_connections(account, &created).await;
    account.hosts.delete(&host, &patience()).await?;
    deleted?;
    created?;
    found
}

pub(super) async fn a_pending_host_takes_a_connection(account: &TestAccount) -> Found {
    with_connection_on_host(account, async |_| Ok(())).await
}

pub(super) async fn a_host_with_a_connection_is_not_deleted(account: &TestAccount) -> Found {
    with_connection_on_host(account, async |host| {
        match account.hosts.delete(host, &patience()).await {
            Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
            Ok(_) => contradiction("the host was deleted"),
        }
    })
    .await
}

/// Creates a pipeline, lets `look` judge what AWS made of it, and deletes it.
async fn with_pipeline(
    account: &TestAccount,
    declaration: Value,
    look: impl AsyncFnOnce(Result<Value, Error>) -> Found,
) -> Found {
    let found = look(account.create_pipeline(&declaration).await).await;
    delete_pipeline(account, &declaration).await?;
    found
}

async fn delete_pipeline(account: &TestAccount, declaration: &Value) -> Found {
    let name = declaration["name"].as_str().unwrap_or_default();
    account.pipelines.delete(&account.region, name, &patience()).await?;
    Ok(())
}

async fn update_pipeline(account: &TestAccount, declaration: &Value) -> Result<Value, Error> {
    let patience = patience();
    account.pipelines.update(&account.region, declaration, &patience).await
}

/// Returns the current declaration, as AWS returns it on a read.
async fn current(account: &TestAccount, name: &str) -> Result<Value, Contradiction> {
    let read = account.pipelines.get(&account.region, name).await?;
    read.map(|found| found.declaration)
        .ok_or_else(|| Contradiction(format!("the pipeline {name} does not exist")))
}

pub(super) async fn a_default_trigger_is_added(account: &TestAccount) -> Found {
    let name = unique("default");
    with_pipeline(account, account.declaration(&name), async |created| {
        created?;
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
        created?;
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
        Err(error) if error.kind() == Kind::Validation => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => contradiction("the pipeline was created"),
    })
    .await
}

pub(super) async fn a_pipeline_changes_to_v1(account: &TestAccount) -> Found {
    let mut changed = account.declaration(&unique("type"));
    let mut declaration = changed.clone();
    declaration["stages"][0]["actions"][0]["configuration"]["DetectChanges"] = json!("false");
    changed["pipelineType"] = json!("V1");
    with_pipeline(account, declaration, async |created| {
        created?;
        let updated = update_pipeline(account, &changed).await?;
        holds(updated["pipelineType"] == "V1", || {
            format!("the type is {}", updated["pipelineType"])
        })
    })
    .await
}

pub(super) async fn an_update_of_nothing_is_not_found(account: &TestAccount) -> Found {
    let declaration = account.declaration(&unique("absent"));
    match update_pipeline(account, &declaration).await {
        Err(error) if error.kind() == Kind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => {
            delete_pipeline(account, &declaration).await?;
            contradiction("the update created the pipeline")
        }
    }
}

pub(super) async fn version_1_stays_as_it_was(account: &TestAccount) -> Found {
    let name = unique("versions");
    with_pipeline(account, account.declaration(&name), async |created| {
        created?;
        let before = current(account, &name).await?;
        let mut changed = before.clone();
        changed["stages"][1]["name"] = json!("Release");
        let updated = update_pipeline(account, &changed).await?;
        let first = account.pipelines.get_version(&account.region, &name, 1).await?;
        let first = first.map(|found| found.declaration);
        let is_same = version(&updated) == Some(2) && first.as_ref() == Some(&before);
        holds(is_same, || format!("version 1 is {first:?}"))
    })
    .await
}
