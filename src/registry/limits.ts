import "server-only";
import { pipelineLimit } from "@/modules/crm/opportunities/limits";
import { customFieldLimit } from "@/modules/platform/custom-fields/limits";
import { seatLimit } from "@/modules/platform/members/limits";
import { registerLimits } from "@/server/limits";

/** Everything of which a plan allows so many at once. */
registerLimits([seatLimit, pipelineLimit, customFieldLimit]);
