-- Whether members read the names of linked records that they may not open.
ALTER TABLE "tenants" ADD COLUMN "shows_hidden_names" BOOLEAN NOT NULL DEFAULT false;
