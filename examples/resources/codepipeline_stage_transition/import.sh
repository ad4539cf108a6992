# The pipeline and the stage
terraform import codepipeline_stage_transition.freeze release/Deploy

# A region may follow:
terraform import codepipeline_stage_transition.freeze release/Deploy@eu-central-1
