-- A sixth role: a guest sees what is shared with them.
ALTER TABLE "members" DROP CONSTRAINT "members_role_check";
ALTER TABLE "members" ADD CONSTRAINT "members_role_check" CHECK ("role" IN ('owner', 'admin', 'manager', 'member', 'viewer', 'guest'));
ALTER TABLE "invitations" DROP CONSTRAINT "invitations_role_check";
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_role_check" CHECK ("role" IN ('admin', 'manager', 'member', 'viewer', 'guest'));

-- AlterTable
ALTER TABLE "projects" ADD COLUMN "commenters" JSONB,
ADD COLUMN "commenters_key" TEXT,
ADD COLUMN "completers" JSONB,
ADD COLUMN "completers_key" TEXT;
