//! Lists of the console that show one region.

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;

use super::{SERVICE, page, pipelines::create_pipeline};
use crate::emulator::connections::create;

#[tokio::test]
async fn each_list_can_show_one_region() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let host =
        json!({"Name": "gitlab", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://h.example.com"});
    aws.ok(SERVICE, "CreateHost", host).await;
    for (list, name) in [
        ("/console/", ">app<"),
        ("/console/hosts", ">gitlab<"),
        ("/console/pipelines", ">shop<"),
    ] {
        assert!(
            !page(&emulator, list).await.contains("All regions"),
            "one region needs no filter"
        );
        for (query, is_shown) in [
            ("?region=", true),
            ("?region=eu-west-1", true),
            ("?region=us-east-1", false),
        ] {
            let shown = page(&emulator, &format!("{list}{query}")).await;
            assert_eq!(shown.contains(name), is_shown, "{list}{query}: {shown}");
        }
        let other = page(&emulator, &format!("{list}?region=us-east-1")).await;
        assert!(other.contains(" in us-east-1"), "{other}");
        assert!(other.contains("<option selected>us-east-1</option>"), "{other}");
        assert!(other.contains("<option>eu-west-1</option>"), "{other}");
    }
}

#[tokio::test]
async fn two_regions_get_a_filter() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create(&aws, SERVICE, "here").await;
    create(&emulator.aws().region("us-east-1"), SERVICE, "there").await;
    let home = page(&emulator, "/console/").await;
    assert!(home.contains("All regions") && home.contains("here") && home.contains("there"));
    let filtered = page(&emulator, "/codesuite/settings/connections?region=us-east-1").await;
    assert!(
        !filtered.contains(">here<") && filtered.contains(">there<"),
        "{filtered}"
    );
}
