//! Bytes to tokens, as page contents, CMaps and objects share them.

use crate::budget;

/// A piece of the scratch buffer that a [`Lexer`] wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes it stands for.
    pub(crate) fn of(self, scratch: &[u8]) -> &[u8] {
        scratch.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Powers of ten, to set the decimal point of a number.
const POWERS: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// One token. It borrows only the data, so a stack of them is cheap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    /// An integer or a real.
    Number(f64),
    /// `/Name`, without the slash, in the scratch buffer.
    Name(Span),
    /// `(text)` or `<hex>`, decoded, in the scratch buffer.
    Text(Span),
    /// `[`
    Open,
    /// `]`
    Close,
    /// `<<`
    DictOpen,
    /// `>>`
    DictClose,
    /// Anything else: an operator or a key word.
    Word(&'a [u8]),
}

/// Cuts bytes into tokens. Never fails: odd bytes become words or are skipped.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'a> {
    /// All of the bytes.
    pub(crate) data: &'a [u8],
    /// Where the next token is looked for.
    pub(crate) at: usize,
    /// What of the objects read so far is not as it should be, and was passed over.
    pub(crate) faults: u32,
}

/// White space, as PDF sees it.
pub(crate) fn is_space(byte: u8) -> bool {
    KINDS[usize::from(byte)] & SPACE != 0
}

/// A byte that no word, name or number goes on over.
pub(crate) fn is_break(byte: u8) -> bool {
    KINDS[usize::from(byte)] & (SPACE | DELIMITER) != 0
}

/// The value of a hexadecimal digit.
pub(crate) fn hex(byte: u8) -> Option<u8> {
    let kind = KINDS[usize::from(byte)];
    (kind & DIGIT != 0).then_some(kind & 15)
}

/// White space: ISO 32000-1, table 1.
const SPACE: u8 = 1 << 7;
/// Delimiters: table 2.
const DELIMITER: u8 = 1 << 6;
/// A hexadecimal digit; its value stands in the lowest four bits.
const DIGIT: u8 = 1 << 5;

/// What each byte is.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0u8;
    loop {
        kinds[byte as usize] = match byte {
            b' ' | b'\n' | b'\r' | b'\t' | 0 | 0x0C => SPACE,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => DELIMITER,
            b'0'..=b'9' => DIGIT | (byte - b'0'),
            b'a'..=b'f' => DIGIT | (byte - b'a' + 10),
            b'A'..=b'F' => DIGIT | (byte - b'A' + 10),
            _ => 0,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

impl<'a> Lexer<'a> {
    /// Starts at the first byte.
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, faults: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// Passes white space and comments.
    pub(crate) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else {
                return;
            }
        }
    }

    /// The next token; names and texts are appended to `scratch`.
    // Inlined for the interpreter: handing tokens over through memory costs a tenth of its time.
    #[inline(always)]
    pub(crate) fn next(&mut self, scratch: &mut Vec<u8>) -> Option<Token<'a>> {
        budget::step();
        self.skip_space();
        let byte = self.peek()?;
        if byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'+') {
            return Some(Token::Number(self.number()));
        }
        let follower = self.data.get(self.at + 1).copied();
        self.at += 1;
        Some(match byte {
            b'/' => Token::Name(self.name(scratch)),
            b'(' => Token::Text(self.literal(scratch)),
            b'<' if follower == Some(b'<') => self.pair(Token::DictOpen),
            b'<' => Token::Text(self.hexadecimal(scratch)),
            b'>' if follower == Some(b'>') => self.pair(Token::DictClose),
            b'[' => Token::Open,
            b']' => Token::Close,
            b'>' | b')' | b'{' | b'}' => Token::Word(self.since(self.at - 1)),
            _ => self.word(),
        })
    }

    fn pair(&mut self, token: Token<'a>) -> Token<'a> {
        self.at += 1;
        token
    }

    fn since(&self, start: usize) -> &'a [u8] {
        self.data.get(start..self.at).unwrap_or_default()
    }

    fn word(&mut self) -> Token<'a> {
        let rest = self.data.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&byte| is_break(byte)).unwrap_or(rest.len());
        self.at += length;
        Token::Word(self.since(self.at - length - 1))
    }

    /// Reads what starts like a number; `--5`, `5-3` and `1.2.3` occur and end where they turn odd.
    fn number(&mut self) -> f64 {
        let (data, mut at) = (self.data, self.at);
        let mut negative = false;
        while let Some(sign @ (b'-' | b'+')) = data.get(at) {
            negative |= *sign == b'-';
            at += 1;
        }
        // More digits than this change nothing that could be seen.
        const MOST: u64 = 1_000_000_000_000_000;
        let digit =
            |at: usize| data.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|d| *d < 10);
        let (mut digits, mut places) = (0u64, 0usize);
        while let Some(digit) = digit(at) {
            if digits < MOST {
                digits = digits * 10 + u64::from(digit);
            }
            at += 1;
        }
        if data.get(at) == Some(&b'.') {
            at += 1;
            while let Some(digit) = digit(at) {
                if digits < MOST && places < POWERS.len() - 1 {
                    digits = digits * 10 + u64::from(digit);
                    places += 1;
                }
                at += 1;
            }
        }
        while data.get(at).is_some_and(|byte| matches!(byte, b'-' | b'.' | b'0'..=b'9')) {
            at += 1;
        }
        self.at = at;
        let mut value = digits as f64;
        if places > 0 {
            value /= POWERS.get(places).copied().unwrap_or(1.0);
        }
        if negative { -value } else { value }
    }

    fn name(&mut self, scratch: &mut Vec<u8>) -> Span {
        let start = scratch.len();
        while let Some(byte) = self.peek().filter(|&byte| !is_break(byte)) {
            self.at += 1;
            let pair = || {
                let high = hex(*self.data.get(self.at)?)?;
                Some(high << 4 | hex(*self.data.get(self.at + 1)?)?)
            };
            if let Some(code) = (byte == b'#').then(pair).flatten() {
                scratch.push(code);
                self.at += 2;
            } else {
                scratch.push(byte);
            }
        }
        span(start, scratch)
    }

    fn hexadecimal(&mut self, scratch: &mut Vec<u8>) -> Span {
        let start = scratch.len();
        let rest = self.data.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'>');
        let written = &rest[..end.unwrap_or(rest.len())];
        let is_odd = |byte: &u8| hex(*byte).is_none() && !is_space(*byte);
        self.faults += u32::from(end.is_none() || written.iter().any(is_odd));
        let mut digits = written.iter().filter_map(|byte| hex(*byte));
        while let Some(high) = digits.next() {
            scratch.push(high << 4 | digits.next().unwrap_or(0));
        }
        self.at += end.map_or(rest.len(), |end| end + 1);
        span(start, scratch)
    }

    fn literal(&mut self, scratch: &mut Vec<u8>) -> Span {
        let start = scratch.len();
        let mut depth = 1u32;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(scratch),
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if byte != b'\\' {
                scratch.push(byte);
            }
        }
        self.faults += u32::from(depth > 0);
        span(start, scratch)
    }

    fn escape(&mut self, scratch: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => scratch.push(b'\n'),
            b'r' => scratch.push(b'\r'),
            b't' => scratch.push(b'\t'),
            b'b' => scratch.push(8),
            b'f' => scratch.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                scratch.push((code & 0xFF) as u8);
            }
            other => scratch.push(other),
        }
    }
}

fn span(start: usize, scratch: &[u8]) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: place(start), end: place(scratch.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let (mut lexer, mut scratch, mut all) = (Lexer::new(text.as_bytes()), Vec::new(), vec![]);
        while let Some(token) = lexer.next(&mut scratch) {
            all.push(match token {
                Token::Name(span) => format!("/{}", String::from_utf8_lossy(span.of(&scratch))),
                Token::Text(span) => format!("({})", String::from_utf8_lossy(span.of(&scratch))),
                Token::Word(word) => String::from_utf8_lossy(word).into_owned(),
                Token::Number(number) => number.to_string(),
                other => format!("{other:?}"),
            });
        }
        all
    }

    #[test]
    fn numbers_in_every_odd_shape() {
        assert_eq!(
            tokens("1 -2.5 +.5 --3 4. 1.2.3 5-3 - 99999999999999999999"),
            ["1", "-2.5", "0.5", "-3", "4", "1.2", "5", "-0", "10000000000000000"]
        );
    }

    #[test]
    fn texts_with_escapes_and_nesting() {
        assert_eq!(
            tokens(
                r"(a(b)\)\101\n\
c) <4 1 4> (open"
            ),
            ["(a(b))A\nc)", "(A@)", "(open)"]
        );
    }

    #[test]
    fn names_and_structure() {
        assert_eq!(
            tokens("/A#42 <</K[1]>>Tj%note\nq"),
            ["/AB", "DictOpen", "/K", "Open", "1", "Close", "DictClose", "Tj", "q"]
        );
    }
}
