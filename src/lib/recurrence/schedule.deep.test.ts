// In full: see `isFull` in `rounds.ts`.
import "./schedule.test";
