import type { Edit } from "../trees/copy";

const folder = "src/modules/crm/cost-centers";
const tenantDefault = `dbgenerated("(NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid")`;
const pointing = "references: [tenantId, id], onDelete";

/** The entries of a cost center: parts in an order, as docs/guides/contributors.md says. The migration comes after. */
export const entries: readonly Edit[] = [
  {
    file: "prisma/models/cost-centers.prisma",
    take: "\n\n  @@unique([tenantId, id])",
    put: "\n  entries CostCenterEntry[]\n\n  @@unique([tenantId, id])",
  },
  {
    file: "prisma/models/cost-centers.prisma",
    put: `
/// An entry of a cost center.
model CostCenterEntry {
  id String @id @default(uuid(7)) @db.Uuid
  tenantId String @default(${tenantDefault}) @map("tenant_id") @db.Uuid
  costCenterId String @map("cost_center_id") @db.Uuid
  productId String @map("product_id") @db.Uuid
  quantity Int
  note String?
  position Int

  tenant Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  costCenter CostCenter @relation(fields: [tenantId, costCenterId], ${pointing}: Cascade)
  product Product @relation(fields: [tenantId, productId], ${pointing}: Restrict)

  @@unique([tenantId, id])
  @@index([tenantId, costCenterId, position])
  @@index([tenantId, productId])
  @@map("cost_center_entries")
}
`,
  },
  {
    file: "prisma/models/products.prisma",
    take: "  lines  OpportunityLine[]\n",
    put: "  lines  OpportunityLine[]\n  costCenterEntries CostCenterEntry[]\n",
  },
  {
    file: "prisma/models/tenants.prisma",
    take: "  costCenters CostCenter[]\n",
    put: "  costCenters CostCenter[]\n  costCenterEntries CostCenterEntry[]\n",
  },
  {
    file: "src/lib/nouns/crm.ts",
    take: 'icon: "box",\n    permissions: ownedPermissions,',
    put: 'icon: "box",\n    permissions: { ...ownedPermissions, delete: adminsAndOwners },',
  },
  {
    file: `${folder}/fields.ts`,
    take: 'import { defineNoun } from "@/lib/nouns/define";\n',
    put: 'import { defineNoun } from "@/lib/nouns/define";\nimport { defineParts } from "@/lib/nouns/parts";\n',
  },
  {
    file: `${folder}/fields.ts`,
    take: 'export const costCenters = defineNoun("costCenter", { fields, naturalKeys: [["name"]] });',
    put: `export const entryParts = defineParts({
  of: "costCenter",
  name: "entry",
  many: "entries",
  words: { one: "entry", many: "entries" },
  table: "cost_center_entries",
  fields: defineFields({
    product: field.reference({ label: "Product", to: "product", required: true }),
    quantity: field.integer({ label: "Quantity", required: true }),
    note: field.text({ label: "Note" }),
  }),
  ordered: true,
  most: 100,
});

export const costCenters = defineNoun("costCenter", { fields, naturalKeys: [["name"]], parts: [entryParts] });`,
  },
  {
    file: `${folder}/operations.ts`,
    take: 'import { costCenters } from "./fields";\n',
    put: `import { partOperations } from "@/server/nouns/parts";
import { productOperations } from "../products/operations";
import { costCenters, entryParts } from "./fields";
`,
  },
  {
    file: `${folder}/operations.ts`,
    put: `
export const costCenterEntries = partOperations(crm, costCenterOperations, entryParts, {
  targets: { product: productOperations },
});
export const {
  list: listCostCenterEntries,
  add: addCostCenterEntry,
  update: updateCostCenterEntry,
  remove: removeCostCenterEntry,
  move: moveCostCenterEntry,
} = costCenterEntries;
`,
  },
  {
    file: "src/registry/crm.ts",
    take: 'import { costCenterOperations } from "@/modules/crm/cost-centers/operations";',
    put: `import * as costCenters from "@/modules/crm/cost-centers/operations";`,
  },
  {
    file: "src/registry/crm.ts",
    take: "  costCenter: costCenterOperations,",
    put: "  costCenter: costCenters.costCenterOperations,",
  },
  {
    file: "src/registry/crm.ts",
    take: "    ...operationsIn(productLines),",
    put: "    ...operationsIn(productLines),\n    ...operationsIn(costCenters),",
  },
  {
    file: "src/registry/crm.ts",
    take: "crmParts = [productLines",
    put: "crmParts = [costCenters.costCenterEntries, productLines",
  },
];
