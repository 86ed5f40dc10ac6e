-- The record with whose archiving a series ended.
alter table "activity_series" add column "ended_by_id" uuid;
alter table "task_series" add column "ended_by_id" uuid;
