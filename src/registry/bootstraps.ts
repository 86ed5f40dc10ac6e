import "server-only";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { bootstrapTeams } from "@/modules/platform/teams/bootstrap";
import { registerBootstraps } from "@/server/bootstraps";

/** The first records of each domain in a new workspace, in this order. */
registerBootstraps([bootstrapTeams, bootstrapPipelines]);
