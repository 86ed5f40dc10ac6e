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
    "Records of every kind that you may see which hold all words of a text, best first: in their name, or in an e-mail address, a telephone number or an id. Words that are spelt slightly differently are found where too little holds them as they are.",
  run: async (ctx, input) => ({ hits: await searchHits(ctx, input) }),
});
