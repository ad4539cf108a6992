import {
  to = codepipeline_pipeline.payments
  identity = {
    account_id = "111122223333"
    region     = "eu-west-1"
    name       = "payments"
  }
}
