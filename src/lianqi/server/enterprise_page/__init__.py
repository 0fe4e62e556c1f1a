"""企业手机页: what an enterprise's contact sees and says, opened by a personal link."""
