"""What is wrong with a rubric before it costs money: one small rule for each way in which rubrics grade badly."""
