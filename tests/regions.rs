//! Every argument that takes a region refuses one that AWS does not have. The regions are those of botocore.

use std::collections::BTreeSet;

use terraform_provider_codepipeline::{
    aws::regions::{self, Support},
    provider::{Codepipeline, checks::region::REGION},
};
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

/// Service, partition and region of each endpoint of botocore. The judge of the emulator writes the file.
const ENDPOINTS: &str = include_str!("../emulator/judge/regions.tsv");

fn endpoints(service: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let columns = ENDPOINTS.lines().filter_map(|line| line.split_once('\t'));
    let of_service = columns.filter(move |(name, _)| *name == service);
    of_service.map(|(_, rest)| rest.split_once('\t').unwrap())
}

#[test]
fn regions_and_partitions_are_those_of_botocore() {
    let known: BTreeSet<&str> = regions::known().collect();
    let listed: BTreeSet<&str> = endpoints("sts").map(|(_, region)| region).collect();
    assert_eq!(known, listed);
    for (partition, region) in endpoints("sts").filter(|(partition, _)| !partition.starts_with("aws-iso")) {
        assert_eq!(
            regions::partition(region).map(|found| found.name),
            Some(partition),
            "{region}"
        );
    }
}

#[test]
fn regions_that_support_connections_have_an_endpoint_of_the_connections_api_in_botocore() {
    let listed: BTreeSet<&str> = endpoints("codestar-connections").map(|(_, region)| region).collect();
    for region in regions::known() {
        match regions::supported(region) {
            Support::Yes => assert!(listed.contains(region), "{region}"),
            Support::No(reason) => assert!(!listed.contains(region), "{region}: {reason}"),
            Support::Doubtful(_) => {}
        }
    }
}
