-- Choices, references and numbers are not in it. The condition also keeps the index out of what Prisma compares: it cannot say
-- its operator classes. custom_fill (prisma/custom.sql) fills it for values that exist; each index of these five migrations is built while others write.
CREATE INDEX CONCURRENTLY "custom_values_parts_idx" ON "custom_values" USING GIN ("tenant_id", "field", "parts" gin_trgm_ops) WHERE "parts" IS NOT NULL;
