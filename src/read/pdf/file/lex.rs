//! Bytes to tokens, as page contents, CMaps and objects share them.

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
}

/// White space, as PDF sees it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 0x0C)
}

/// A byte that no word, name or number goes on over.
pub(crate) fn is_break(byte: u8) -> bool {
    is_space(byte)
        || matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The value of a hexadecimal digit.
pub(crate) fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Lexer<'a> {
    /// Starts at the first byte.
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// Passes white space and comments.
    pub(crate) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next token; names and texts are appended to `scratch`.
    // Inlined for the interpreter: handing tokens over through memory costs a tenth of its time.
    #[inline(always)]
    pub(crate) fn next(&mut self, scratch: &mut Vec<u8>) -> Option<Token<'a>> {
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
        let start = self.at - 1;
        while self.peek().is_some_and(|byte| !is_break(byte)) {
            self.at += 1;
        }
        Token::Word(self.since(start))
    }

    /// Reads what starts like a number; `--5`, `5-3` and `1.2.3` occur and end where they turn odd.
    fn number(&mut self) -> f64 {
        let mut negative = false;
        while let Some(sign @ (b'-' | b'+')) = self.peek() {
            negative |= sign == b'-';
            self.at += 1;
        }
        let (mut digits, mut places, mut fraction) = (0u64, 0usize, false);
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' => {
                    // More digits than this change nothing that could be seen.
                    if digits < 1_000_000_000_000_000 && places < POWERS.len() - 1 {
                        digits = digits * 10 + u64::from(byte - b'0');
                        places += usize::from(fraction);
                    }
                }
                b'.' if !fraction => fraction = true,
                _ => break,
            }
            self.at += 1;
        }
        while self.peek().is_some_and(|byte| matches!(byte, b'-' | b'.' | b'0'..=b'9')) {
            self.at += 1;
        }
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
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match (hex(byte), high) {
                (Some(digit), None) => high = Some(digit),
                (Some(digit), Some(first)) => {
                    scratch.push(first << 4 | digit);
                    high = None;
                }
                (None, _) if byte == b'>' => break,
                (None, _) => {}
            }
        }
        if let Some(digit) = high {
            scratch.push(digit << 4);
        }
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
