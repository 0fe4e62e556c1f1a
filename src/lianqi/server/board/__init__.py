"""红黄榜: each quarter other enterprises judge the units; red is satisfied, yellow is not."""
