import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { viewPageInput } from "../schema";

export const viewPage = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "read",
  page: true,
  input: viewPageInput,
  output: z.object({}),
  describe: "Notes the page that staff look at, for the transcript of their support session. Notes nothing of members.",
  run: async () => ({}),
});
