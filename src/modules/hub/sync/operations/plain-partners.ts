import "server-only";
import type { Ctx } from "@/server/context";
import type { Partners } from "@/server/sync/object";

const none = () => undefined;

/** The partners of values that point to nothing: only the formats of the workspace are known. */
export const plainPartners = ({ tenant: { timeZone, currency, locale } }: Pick<Ctx, "tenant">): Partners => ({
  ...{ recordOf: none, externalOf: none, memberOf: none, personOf: none, optionHere: none, optionThere: none },
  ...{ timeZone, currency, locale },
});
