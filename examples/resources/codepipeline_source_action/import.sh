# The pipeline, its first stage and the action
terraform import codepipeline_source_action.charts release/Source/Charts

# The stage is optional, and a region may follow:
terraform import codepipeline_source_action.charts release/Charts@eu-central-1
