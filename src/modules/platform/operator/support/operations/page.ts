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
  describe:
    "Records the page that staff view, for the transcript of their support session. Records nothing for members.",
  run: async () => ({}),
});
