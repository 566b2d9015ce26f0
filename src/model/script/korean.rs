//! Particles of Korean, which are written at the end of the word that they belong to.

use super::is_hangul;

/// Particles and endings that Korean attaches to nouns, the longest first.
const KOREAN_PARTICLES: &str = "\
    으로부터 에서부터 이라는 이라고 에서는 에서도 으로서 으로써 에게서 까지도 만으로 이었다 입니다 라는 라고 에서 에게 에는 에도 으로 로서 로써 부터 까지 보다 처럼 만큼 이나 이란 이며 이고 \
    이라 이다 였다 에의 와의 과의 와는 과는 와도 과도 로의 들은 들이 들의 측은 측이 들 측 은 는 이 가 을 를 의 에 와 과 도 만 로 인";

/// Maximum number of particles behind a noun.
const MAX_PARTICLES: usize = 3;

/// Checks whether only particles follow until the word ends.
pub fn ends_before_particles(after: &str) -> bool {
    let mut rest = &after[..after.find(|c| !is_hangul(c)).unwrap_or(after.len())];
    for _ in 0..MAX_PARTICLES {
        let Some(particle) = KOREAN_PARTICLES.split(' ').find(|particle| rest.starts_with(particle)) else { break };
        rest = &rest[particle.len()..];
    }
    rest.is_empty()
}
