-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "custom_shape" UUID;

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "custom_shape" UUID;

-- AlterTable
ALTER TABLE "custom_values" ADD COLUMN     "parts" TEXT;

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "custom_shape" UUID;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "custom_shape" UUID;
