# The pipeline, its first stage and the action
terraform import codepipeline_source_action.charts release/Source/Charts
