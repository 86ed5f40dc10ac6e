-- Those that ran out have lines to be cut too. Sessions whose lines are still to be cut, by when they end.
DROP INDEX "sessions_to_cut_idx";
CREATE INDEX "sessions_to_cut_idx" ON "sessions" (least("revoked_at", "expires_at")) WHERE "cut_at" IS NULL;
