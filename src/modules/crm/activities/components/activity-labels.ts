import type { FieldOf } from "@/lib/fields/field";
import { stateLabel } from "@/lib/fields/states";
import { type Activity, activities } from "../fields";

const { kind: kinds, status: states } = activities.fields as unknown as Record<"kind" | "status", FieldOf<"choice">>;

/** The type of an activity in words. */
export const kindLabel = (kind: Activity["kind"]): string => stateLabel(kinds, kind);

/** The status of an activity in words. */
export const statusLabel = (status: Activity["status"]): string => stateLabel(states, status);
