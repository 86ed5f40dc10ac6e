-- Types of notifications are called by their noun. Forced row-level security would hide every row from the owner.
-- What they are called in the events of the past stays.
ALTER TABLE "notifications" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "notification_mail_items" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "notification_preferences" NO FORCE ROW LEVEL SECURITY;
UPDATE "notifications" SET "type" = regexp_replace("type", '^deal', 'opportunity') WHERE "type" LIKE 'deal%';
UPDATE "notification_mail_items" SET "type" = regexp_replace("type", '^deal', 'opportunity') WHERE "type" LIKE 'deal%';
UPDATE "notification_preferences" SET "type" = regexp_replace("type", '^deal', 'opportunity') WHERE "type" LIKE 'deal%';
ALTER TABLE "notifications" FORCE ROW LEVEL SECURITY;
ALTER TABLE "notification_mail_items" FORCE ROW LEVEL SECURITY;
ALTER TABLE "notification_preferences" FORCE ROW LEVEL SECURITY;
