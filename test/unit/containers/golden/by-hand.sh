# secrets
read -rs MYSQL_ROOT_PASSWORD && export MYSQL_ROOT_PASSWORD

# networks
docker network create --subnet 172.30.5.0/24 shop
docker volume create shop-data

# run
docker run --detach --name shop-db \
  --network shop \
  --publish 3306:3306 \
  --volume shop-data:/var/lib/mysql \
  --env TZ=Asia/Shanghai \
  --env MYSQL_ROOT_PASSWORD \
  --restart unless-stopped \
  --memory 512m \
  mysql:5.7

# look
docker ps -a --filter 'name=^shop-db$'
docker logs --tail 50 shop-db
docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' shop-db
docker stats --no-stream shop-db
docker exec -it shop-db sh

# remove
docker rm -f shop-db
