export { margin, rate, type GameEffect, type Rating, type Ratings, type Tally } from './ratings.ts'
