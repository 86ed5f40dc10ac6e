-- Whether an event is the first one of its batch with its name: the audit log shows it for all of them. Null for events from
-- before this column, which the log shows one by one: filling it would rewrite a table that may hold 100 million rows. The
-- table is locked for a moment only, and each index has a migration of its own, so that it is built while others write.
ALTER TABLE "events" ADD COLUMN "is_first" BOOLEAN;
