import { instant } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const instantRules: KindRules<"instant"> = {
  output: () => instant,
  input: () => instant,
  // The server sets its own in acts that have their own timeline entry. Files give others in the form of the API.
  columns: (name, field) => (field.computed ? {} : { [name]: catalogColumn(field, "instant") }),
};
