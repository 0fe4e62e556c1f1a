"""营商数据看板: how the park stands, each number one click from its cases, and the same as one picture a week."""
