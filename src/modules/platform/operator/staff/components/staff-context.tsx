"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { StaffRole } from "@/lib/staff-roles";

interface SignedInStaff {
  id: string;
  name: string;
  email: string;
  role: StaffRole;
}

const Context = createContext<SignedInStaff | null>(null);

export function StaffProvider({ value, children }: { value: SignedInStaff; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The signed-in person of the staff. */
export function useStaff(): SignedInStaff {
  const staff = useContext(Context);
  if (!staff) throw new Error("useStaff needs StaffProvider.");
  return staff;
}

/** Whether they may change plans, suspend workspaces and repair deliveries. */
export const useIsOperator = (): boolean => useStaff().role === "operator";
