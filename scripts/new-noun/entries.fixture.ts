import type { Edit } from "../trees/copy";

const folder = "src/modules/crm/kiln-firings";
const tenantDefault = `dbgenerated("(NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid")`;
const head = '    many: "kiln firings",\n    alsoCalled: [],\n    icon: "box",\n';
const pointing = "references: [tenantId, id], onDelete";

/** The entries of a kiln firing: parts in an order, as docs/guides/contributors.md says. The migration comes after. */
export const entries: readonly Edit[] = [
  {
    file: "prisma/models/kiln-firings.prisma",
    take: "\n\n  @@unique([tenantId, id])",
    put: "\n  entries KilnFiringEntry[]\n\n  @@unique([tenantId, id])",
  },
  {
    file: "prisma/models/kiln-firings.prisma",
    put: `
/// An entry of a kiln firing.
model KilnFiringEntry {
  id String @id @default(uuid(7)) @db.Uuid
  tenantId String @default(${tenantDefault}) @map("tenant_id") @db.Uuid
  kilnFiringId String @map("kiln_firing_id") @db.Uuid
  productId String @map("product_id") @db.Uuid
  quantity Int
  note String?
  position Int

  tenant Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  kilnFiring KilnFiring @relation(fields: [tenantId, kilnFiringId], ${pointing}: Cascade)
  product Product @relation(fields: [tenantId, productId], ${pointing}: Restrict)

  @@unique([tenantId, id])
  @@index([tenantId, kilnFiringId, position])
  @@index([tenantId, productId])
  @@map("kiln_firing_entries")
}
`,
  },
  {
    file: "prisma/models/products.prisma",
    take: "  lines  OpportunityLine[]\n",
    put: "  lines  OpportunityLine[]\n  kilnFiringEntries KilnFiringEntry[]\n",
  },
  {
    file: "prisma/models/tenants.prisma",
    take: "  kilnFirings KilnFiring[]\n",
    put: "  kilnFirings KilnFiring[]\n  kilnFiringEntries KilnFiringEntry[]\n",
  },
  {
    file: "src/lib/nouns/crm.ts",
    take: `${head}    permissions: ownedPermissions,`,
    put: `${head}    permissions: { ...ownedPermissions, delete: adminsAndOwners },`,
  },
  {
    file: `${folder}/fields.ts`,
    take: 'import { defineNoun } from "@/lib/nouns/define";\n',
    put: 'import { defineNoun } from "@/lib/nouns/define";\nimport { defineParts } from "@/lib/nouns/parts";\n',
  },
  {
    file: `${folder}/fields.ts`,
    take: 'export const kilnFirings = defineNoun("kilnFiring", { fields, naturalKeys: [["name"]] });',
    put: `export const entryParts = defineParts({
  of: "kilnFiring",
  name: "entry",
  many: "entries",
  words: { one: "entry", many: "entries" },
  table: "kiln_firing_entries",
  fields: defineFields({
    product: field.reference({ label: "Product", to: "product", required: true }),
    quantity: field.integer({ label: "Quantity", required: true }),
    note: field.text({ label: "Note" }),
  }),
  ordered: true,
  most: 100,
});

export const kilnFirings = defineNoun("kilnFiring", { fields, naturalKeys: [["name"]], parts: [entryParts] });`,
  },
  {
    file: `${folder}/operations.ts`,
    take: 'import { kilnFirings } from "./fields";\n',
    put: `import { partOperations } from "@/server/nouns/parts";
import { productOperations } from "../products/operations";
import { kilnFirings, entryParts } from "./fields";
`,
  },
  {
    file: `${folder}/operations.ts`,
    put: `
export const kilnFiringEntries = partOperations(crm, kilnFiringOperations, entryParts, {
  targets: { product: productOperations },
});
export const {
  list: listKilnFiringEntries,
  add: addKilnFiringEntry,
  update: updateKilnFiringEntry,
  remove: removeKilnFiringEntry,
  move: moveKilnFiringEntry,
} = kilnFiringEntries;
`,
  },
  {
    file: "src/registry/crm.ts",
    take: 'import { kilnFiringOperations } from "@/modules/crm/kiln-firings/operations";',
    put: `import * as kilnFirings from "@/modules/crm/kiln-firings/operations";`,
  },
  {
    file: "src/registry/crm.ts",
    take: "  kilnFiring: kilnFiringOperations,",
    put: "  kilnFiring: kilnFirings.kilnFiringOperations,",
  },
  {
    file: "src/registry/crm.ts",
    take: "    ...operationsIn(productLines),",
    put: "    ...operationsIn(productLines),\n    ...operationsIn(kilnFirings),",
  },
  {
    file: "src/registry/crm.ts",
    take: "crmParts = [productLines",
    put: "crmParts = [kilnFirings.kilnFiringEntries, productLines",
  },
];
