import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { chooseSeats, listSeats, planExcess } from "./operations/excess";
import { setModule, tryModule } from "./operations/modules";
import { getPlan } from "./operations/overview";

export const plansRouter = router({
  get: query(getPlan),
  excess: query(planExcess),
  setModule: mutation(setModule),
  tryModule: mutation(tryModule),
  seats: query(listSeats),
  chooseSeats: mutation(chooseSeats),
});
