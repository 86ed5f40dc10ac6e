-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN "billing_lease" UUID,
ADD COLUMN "billing_leased_until" TIMESTAMPTZ(3);
