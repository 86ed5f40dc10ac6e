-- AlterTable
ALTER TABLE "invitations" ALTER COLUMN "token_hash" DROP NOT NULL,
ALTER COLUMN "sent_at" DROP NOT NULL,
ALTER COLUMN "sent_at" DROP DEFAULT;

-- AlterTable
ALTER TABLE "notification_mails" ADD COLUMN     "invitation_id" UUID;

-- CreateIndex
CREATE INDEX "notification_mails_tenant_id_invitation_id_idx" ON "notification_mails"("tenant_id", "invitation_id");

-- AddForeignKey
ALTER TABLE "notification_mails" ADD CONSTRAINT "notification_mails_tenant_id_invitation_id_fkey" FOREIGN KEY ("tenant_id", "invitation_id") REFERENCES "invitations"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
