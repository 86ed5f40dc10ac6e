import "server-only";
import { customFieldLimit } from "@/modules/platform/custom-fields/limits";
import { seatLimit } from "@/modules/platform/members/limits";
import { registerLimits } from "@/server/limits";
import { nounLimits } from "./nouns";

/** Everything of which a plan allows so many at once. */
registerLimits([seatLimit, ...nounLimits, customFieldLimit]);
