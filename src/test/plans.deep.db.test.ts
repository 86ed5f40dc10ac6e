// In full: see `isFull` in `rounds.ts`.
import "./plans.db.test";
