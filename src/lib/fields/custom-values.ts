import { z } from "zod";

/** The values of custom fields, by their keys. */
export const customValues = z
  .record(z.string().max(100), z.unknown())
  .meta({ id: "CustomValues", description: "Values of the workspace's custom fields, by their keys." });
