-- An invitation without an end waits for a seat. Nothing was mailed of it, so nobody can accept it.
ALTER TABLE "invitations" ALTER COLUMN "expires_at" DROP NOT NULL;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_waiting_check" CHECK ("expires_at" IS NOT NULL OR ("token_hash" IS NULL AND "accepted_at" IS NULL)) NOT VALID;
ALTER TABLE "invitations" VALIDATE CONSTRAINT "invitations_waiting_check";
