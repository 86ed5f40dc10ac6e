-- Members that an invitation made: no placeholder, they own nothing until they accept.
ALTER TABLE "members" DROP CONSTRAINT "members_status_check";
ALTER TABLE "members" ADD CONSTRAINT "members_status_check" CHECK ("status" IN ('active', 'invited', 'placeholder', 'removed'));
