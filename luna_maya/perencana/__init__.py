"""The planner of visits: pure functions from what is known of each RT to proposals with reasons."""
