import { Building2, Package, Target } from "lucide-react";
import type { ComponentType } from "react";

export interface NavEntry {
  label: string;
  /** Below the workspace's slug. */
  path: string;
  icon: ComponentType<{ "aria-hidden"?: boolean }>;
  permission: string;
  /** Two steps: "g a". */
  keys: string;
  /** What the command menu offers to create here, with the permission that it needs. */
  create?: { label: string; permission: string };
}

/** What the rail, the phone's More sheet and the command menu lead to: only what exists. */
export const nav: readonly { id: string; label: string; entries: readonly NavEntry[] }[] = [
  {
    id: "crm",
    label: "CRM",
    entries: [
      {
        label: "Accounts",
        path: "/accounts",
        icon: Building2,
        permission: "account:view",
        keys: "g a",
        create: { label: "New account", permission: "account:create" },
      },
      {
        label: "Opportunities",
        path: "/opportunities",
        icon: Target,
        permission: "opportunity:view",
        keys: "g o",
        create: { label: "New opportunity", permission: "opportunity:create" },
      },
      {
        label: "Products",
        path: "/products",
        icon: Package,
        permission: "product:view",
        keys: "g p",
        create: { label: "New product", permission: "product:manage" },
      },
    ],
  },
];
