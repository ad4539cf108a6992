//! Every argument that takes a region refuses one that AWS does not have.

use terraform_provider_codepipeline::provider::{Codepipeline, checks::region::REGION};
use terraform_provider_sdk::{
    author::Provider,
    schema::{Attribute, Block},
};

/// Returns the arguments `region` of a block and of the blocks in it.
fn regions(block: &Block) -> Vec<&Attribute> {
    let own = block.attributes.iter();
    let own = own.filter(|attribute| attribute.name == "region" && attribute.configurability.is_argument());
    let nested = block.blocks.iter().flat_map(|nested| regions(&nested.block));
    own.chain(nested).collect()
}

#[test]
fn every_argument_region_refuses_a_region_that_aws_does_not_have() {
    let resources = Codepipeline::RESOURCES.iter().map(|one| (one.name(), one.schema()));
    let data_sources = Codepipeline::DATA_SOURCES.iter().map(|one| (one.name(), one.schema()));
    let mut count = 0;
    for (name, schema) in resources.chain(data_sources) {
        for attribute in regions(&schema.block) {
            assert_eq!(attribute.code, Some(REGION.code), "{name}");
            let refuses = |region: &str| {
                let validators = attribute.validators.iter();
                validators
                    .map(|one| one.complaints(&region.into(), false).len())
                    .sum::<usize>()
                    == 1
            };
            for region in ["Ireland", "EU-WEST-1", "eu-wset-1", "eu-west-1a", "x"] {
                assert!(refuses(region), "{name}: {region}");
            }
            assert!(!refuses("eu-west-1") && !refuses("cn-north-1"), "{name}");
            count += 1;
        }
    }
    assert!(count >= 9, "{count} arguments");
}
