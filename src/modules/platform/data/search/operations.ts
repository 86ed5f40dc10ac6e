import "server-only";
import { platform } from "@/modules/platform/module";
import { searchHits } from "@/server/search/hits";
import { searchInput, searchOutput } from "./schema";

export const search = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: searchInput,
  output: searchOutput,
  rest: { method: "GET", path: "/search" },
  describe:
    "Searches all records that you may see for the words of a text, best match first: in the name, an e-mail address, a telephone number or an id. If there are few exact matches, similar spellings are found too.",
  run: async (ctx, input) => ({ hits: await searchHits(ctx, input) }),
});
