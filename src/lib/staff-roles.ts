/** Support reads and helps; operators also change plans, suspend workspaces and repair deliveries. */
export const staffRoles = ["support", "operator"] as const;
export type StaffRole = (typeof staffRoles)[number];
export const staffRoleLabels: Readonly<Record<StaffRole, string>> = { support: "Support", operator: "Operator" };
