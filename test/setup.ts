import fc from 'fast-check'

/** Every property draws the same cases in every run, so that a failure on one machine is one on all. */
fc.configureGlobal({ seed: 1 })
