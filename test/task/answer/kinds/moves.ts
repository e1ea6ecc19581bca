import { issue, mathVerify, type Kind } from './kind.ts'

const r = String.raw

const BOX = 'LeonGuertler/TextArena textarena/envs/ConnectFour/env.py'

/** Moves of games: what is right is a label. The first word names the game. */
export const moves: readonly Kind[] = [
  {
    kind: 'text commands in a box',
    source: mathVerify(37),
    via: 'move',
    right: [
      r`kuhn bet ← \boxed{\textbf{bet}}`,
      r`kuhn check ← \boxed{\mathrm{check}}`,
      r`kuhn bet ← \boxed{\texttt{bet}}`,
    ],
    wrong: [
      r`kuhn bet ← \boxed{\textbf{check}}`,
      r`kuhn check ← \boxed{\mathrm{chck}}`,
      r`kuhn bet ← \boxed{\texttt{bet, check}}`,
    ],
  },
  {
    kind: 'marks around a move',
    source: mathVerify(76),
    via: 'move',
    right: [r`kuhn bet ← **bet**`, r`kuhn bet ← "bet"`, r`kuhn bet ← bet.`, 'kuhn bet ← `bet`'],
    wrong: [
      r`kuhn bet ← **beta**`,
      r`kuhn bet ← "bet" "check"`,
      r`kuhn bet ← bet?check.`,
      'kuhn bet ← `bet` or `check`',
    ],
  },
  {
    kind: 'tags around a move',
    source: 'volcengine/verl verl/utils/reward_score/countdown.py (<answer>)',
    via: 'move',
    right: [r`kuhn bet ← I think so. <answer>bet</answer>`, r`kuhn check ← <answer> [check] </answer>`],
    wrong: [r`kuhn bet ← [bet] <answer>check</answer>`, r`kuhn check ← <answer>check or bet</answer>`],
  },
  {
    kind: 'boxes of moves',
    source: issue('Liuziyu77/Visual-RFT', 79),
    via: 'move',
    right: [r`kuhn bet ← \boxed {bet}`, r`kuhn bet ← \boxed{check}, no: \boxed{bet}`],
    wrong: [r`kuhn bet ← \boxed{check} or \boxed{bet}`, r`kuhn bet ← \boxed{bet or check}`],
  },
  {
    kind: 'thoughts are no moves',
    source: issue('asuzukosi/post-training-experiments', 5),
    via: 'move',
    right: [r`kuhn bet ← <think>check?</think>bet`, r`kuhn bet ← <think>\boxed{check}</think>\boxed{bet}`],
    wrong: [
      r`kuhn check ← <think>maybe \boxed{check}`,
      r`kuhn check ← <think>\boxed{check}</think>\boxed{bet}`,
    ],
  },
  {
    kind: 'the last move that is named',
    source: 'https://github.com/Kaggle/kaggle-environments/pull/1185',
    via: 'move',
    right: [r`kuhn bet ← [check] might do, yet [bet]`, r`kuhn bet ← I will [bet].`],
    wrong: [r`kuhn check ← [check] might do, yet [bet]`, r`kuhn check ← \boxed{fold} [check]`],
  },
  {
    kind: 'squares of chess together',
    source: issue('ajax333221/isepic-chess', 13),
    via: 'move',
    right: [r`chess e2 e4 ← e2e4`, r`chess e2 e4 ← \boxed{e2-e4}`, r`chess g1 f3 ← g1 to f3`],
    wrong: [r`chess e2 e4 ← e2e5`, r`chess e2 e4 ← e4e2`, r`chess g1 f3 ← g1f4`],
  },
  {
    kind: 'algebraic notation',
    source: issue('TowelSniffer/Anki-Chess-2.0', 21),
    via: 'move',
    right: [r`chess g1 f3 ← Nf3`, r`chess e2 e4 ← 1. e4`, r`chess e2 e4 ← **e4!**`],
    wrong: [r`chess g1 f3 ← Bf3`, r`chess e2 e4 ← 1. e3`, r`chess e2 e4 ← e4 e5`],
  },
  {
    kind: 'castling and promotion',
    source: issue('google-deepmind/game_arena', 2),
    via: 'move',
    right: [
      r`endgame e1 c1 ← 8. O-O-O`,
      r`endgame e1 c1 ← 0-0-0`,
      r`endgame b7 b8 queen ← b8=Q`,
      r`endgame b7 b8 knight ← b7b8n`,
    ],
    wrong: [
      r`endgame e1 c1 ← O-O`,
      r`endgame e1 c1 ← e1 b1`,
      r`endgame b7 b8 queen ← b8`,
      r`endgame b7 b8 knight ← b7b8q`,
    ],
  },
  {
    kind: 'columns and cells',
    source: BOX,
    via: 'move',
    right: [r`connect-four 4 ← [col 4]`, r`connect-four 4 ← column 4`, r`tic-tac-toe 0 ← cell 0`],
    wrong: [r`connect-four 4 ← [col 44]`, r`connect-four 4 ← column -4`, r`tic-tac-toe 0 ← cell 9`],
  },
  {
    kind: 'negative numbers are no moves',
    source: 'https://github.com/Kaggle/kaggle-environments/pull/1403',
    via: 'move',
    right: [r`connect-four 1 ← Play 1`, r`tic-tac-toe 1 ← play: 1`],
    wrong: [r`connect-four 1 ← Play -1`, r`tic-tac-toe 1 ← -1`],
  },
  {
    kind: 'offers',
    source: 'LeonGuertler/TextArena textarena/envs/SimpleNegotiation/env.py',
    via: 'move',
    right: [
      r`trade offer: 3 wood -> 2 gold ← [Offer:3 Wood -> 2 Gold]`,
      r`trade offer: 3 wood -> 2 gold ← Offer: I give 3 wood → 2 gold.`,
    ],
    wrong: [
      r`trade offer: 3 wood -> 2 gold ← [Offer:2 Gold -> 3 Wood]`,
      r`trade offer: 3 wood -> 2 gold ← [Offer3 Wood -> 2 Gold]`,
    ],
  },
  {
    kind: 'guesses',
    source: 'TextArena/TextArena textarena/envs/TwentyQuestions/env.py',
    via: 'move',
    right: [r`twenty-questions guess apple ← [apple]`, r`twenty-questions guess apple ← Guess: apple`],
    wrong: [
      r`twenty-questions guess apple ← Is it an [apple?]`,
      r`twenty-questions guess apple ← [apple or bread]`,
    ],
  },
]
