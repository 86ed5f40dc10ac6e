-- Open ones are few of all that were ever sent: they are listed, counted against the seats, and mailed in this order.
CREATE INDEX CONCURRENTLY "invitations_open_idx" ON "invitations" ("tenant_id", "id") WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;
