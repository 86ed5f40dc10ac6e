-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "cut_at" TIMESTAMPTZ(3);

-- Sessions that ended and whose lines are still to be cut: few, whatever the table holds.
CREATE INDEX "sessions_to_cut_idx" ON "sessions" ("revoked_at") WHERE "cut_at" IS NULL AND "revoked_at" IS NOT NULL;
