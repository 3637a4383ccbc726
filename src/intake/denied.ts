/** A code that somebody names to say that it isn't the one: "not 550 5.1.1 but 552 5.3.4", "plus 550, c'est plutôt 552". */
import { endsIn, signsOf } from './quick.ts';

/** Behind the code, each language in a line; no server goes on so. */
const BEHIND = new RegExp(
  `^[\\s,:;.)"'»“”–-]{0,4}(?:${[
    "(?:it )?(?:is|was)(?:n['’]t| not| no longer) (?:it|the (?:issue|problem|case|cause|one|error)|our|this|that|what)(?![\\p{L}])|not (?:the (?:issue|problem|case|cause|one) |this time)|any ?more(?![\\p{L}])|(?:is|are) (?:gone|over|fixed|solved)(?![\\p{L}])|(?:before|until yesterday|last time|at first)(?= ?[,;:–-]|,? (?:and |but )?(?:it['’]s )?now)",
    '(?:yesterday|last (?:week|time)|gestern|hier|ayer|ieri|ontem|gisteren|wczoraj|вчера) ?[,;:.–-]',
    '(?:ist|war) (?:es )?(?:diesmal |hier |jetzt )?(?:nicht|nicht mehr)(?: das problem)?[,;.]|(?:diesmal|hier) nicht|nicht (?:mehr|diesmal)[,;.]|(?:gibt es|kommt|sehen wir) nicht mehr',
    "(?:n['’]est |c['’]est )?(?:pas|plus) (?:le (?:souci|problème|cas)|ça|celui|cette fois)",
    'no (?:es|era) (?:esta vez|el problema|el caso)|esta vez no|antes[,;]',
    'non (?:è|era) (?:questa volta|il problema|il caso)|stavolta no|prima[,;]|não (?:é|era) (?:desta vez|o problema|o caso)|desta vez não',
    'is het (?:deze keer )?niet|niet (?:deze keer|het probleem)|to nie (?:ten|jest|problem)|tym razem nie|на этот раз не|не в этом',
    'er det ikke|ikke (?:denne gang|problemet)|är det inte|inte (?:den här gången|problemet)',
  ].join('|')})`,
  'iu',
);
/** Before it. */
const isBehind = endsIn(
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${[
      "(?:it['’]s |that['’]s |this is |is )?not (?:the |a |an )?(?:old |usual |known )?(?:code |error )?|isn['’]t (?:the |a |an )?|instead of (?:the |a )?|rather than (?:the |a )?|no longer (?:the |a )?|used to (?:be|get|say) ",
      'nicht (?:mehr )?(?:die |der |den |das )?|kein(?:e|en)? |statt (?:der |des |dem )?|anstelle von |früher (?:kam |war )?',
      "ce n['’]est (?:pas|plus) (?:le |un |la )?|pas (?:le |un |la )?|au lieu (?:de |du )|avant c['’]était ",
      'no (?:es|era) (?:el |un )?|en (?:lugar|vez) de(?:l)? ?|antes (?:era |decía )',
      'non (?:è|era) (?:il |un )?|invece (?:di|del) |prima era |não (?:é|era) (?:o |um )?|em vez (?:de|do) |antes era |se era ',
      'niet (?:de |het )?|in plaats van |to nie |nie (?:jest to )?|zamiast |не |вместо |ikke |inte |i stedet for |istället för ',
    ].join('|')})["'«„“(]{0,2}$`,
    'iu',
  ),
);
/** Characters that are looked at on either side. */
const REACH = 60;

const SKIPPED = signsOf(' \t,:;.)("\'-');
const isSmall = (code: number): boolean => (code >= 97 && code <= 122) || code > 127;

/** Servers begin their words with a capital or a sign: most codes are looked at no further. */
function goesOnSmall(text: string, end: number): boolean {
  let at = end;
  while (at < end + 4 && SKIPPED[text.charCodeAt(at)] === 1) at++;
  return isSmall(text.charCodeAt(at));
}

function comesSmall(text: string, at: number): boolean {
  let last = at - 1;
  while (last > at - 4 && SKIPPED[text.charCodeAt(last)] === 1) last--;
  return last > 0 && isSmall(text.charCodeAt(last));
}

/**
 * @param text what holds the code
 * @param at where it begins, the reply code first
 * @param end behind it
 * @returns whether the text says that this isn't what the server answered
 */
export const isDenied = (text: string, at: number, end: number): boolean =>
  (goesOnSmall(text, end) && BEHIND.test(text.slice(end, end + REACH))) ||
  (comesSmall(text, at) && isBehind(text.slice(Math.max(0, at - REACH), at)));
